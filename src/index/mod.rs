//! Trees over layers and registers: the box proposes, geometry decides.
