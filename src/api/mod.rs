//! The HTTP interface: routes, parameters, answers, errors. Handlers have three steps.
