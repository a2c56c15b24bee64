"""What each record type is: one frozen declaration per register, read by generic code. No Qt."""
