"""The AWS house as CDK stacks."""
