"""A nightly job: reads the trips of a bicycle hire scheme, cleans, stores, enriches and reports them."""
