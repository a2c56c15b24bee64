"""The frame of the window: sidebar, pages, status bar, command palette."""
