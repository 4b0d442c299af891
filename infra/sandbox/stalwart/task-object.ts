import type { ObjectType } from './object-type';

/** Background work: readable, made by the server alone. */
export const taskObject: ObjectType = {
  name: 'Task',
  permissionPrefix: 'sysTask',
  shape: () => null,
  show: (task, id) => ({ ...task, id }),
  filters: {},
  sorts: ['id'],
};
