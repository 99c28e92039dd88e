"""Where a figure or a segment of the published batch comes from."""
