"""The only writers, and the rules of the firm's records. No Qt."""
