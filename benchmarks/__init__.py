"""What is measured, one module each; see docs/benchmarks.md."""
