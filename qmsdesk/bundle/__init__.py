"""The evidence bundle: a BagIt 1.0 bag in a zip, its writer, its index page and its verifier."""
