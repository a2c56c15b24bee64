"""导入 Excel: choose a file, place its columns, mend rows in place, import, one step of undo."""
