"""The world: real adapters for every port, and null ones for development that announce themselves."""
