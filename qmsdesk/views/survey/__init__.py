"""现场调研: the 49 items of 表A.1 as a grid, who was asked, and what leads on from them (6.5, annex A)."""
