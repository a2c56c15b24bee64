"""总结 (6.11): questionnaire on the assistance, publicity, benchmarking, lessons."""
