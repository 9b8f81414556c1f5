//! Server-rendered HTML and SVG: one file a page, complete without scripts.
