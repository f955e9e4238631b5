"""核验. Takes a code or a file from anybody; promises one honest verdict and never more of a person than a
masked name; hands on nothing."""
