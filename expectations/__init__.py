"""What the data that came must look like: suites of expectations by layer, and what runs them."""
