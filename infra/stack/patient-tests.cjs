// Two stacks at once on two cores: what takes a second alone can take ten there. Tests that wait for more say so themselves.
jest.setTimeout(30_000);
