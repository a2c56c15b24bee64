"""Pages about documents as a whole: lists, matrix, findings, versions of a day, intake of a folder."""
