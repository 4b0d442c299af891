// Two stacks at once on two cores: what takes a second alone can take ten there. Tests that wait for more say so themselves.
jest.setTimeout(30_000);
// Jest keeps a hundred places of every error, and looks up the source of each; refusals are made by the thousand.
Error.stackTraceLimit = 20;
