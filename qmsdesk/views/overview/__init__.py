"""总览: where the project stands, what is missing and where to mend it."""
