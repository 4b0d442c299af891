import { Directive, Field, InterfaceType, ObjectType, registerEnumType } from 'type-graphql';

/** Every expected failure of the graph, once. */
export const FailureCode = {
  ADDRESS_TAKEN: 'ADDRESS_TAKEN',
  DOMAIN_IN_USE: 'DOMAIN_IN_USE',
  DOMAIN_NOT_VERIFIED: 'DOMAIN_NOT_VERIFIED',
  DOMAIN_TAKEN: 'DOMAIN_TAKEN',
  INVALID_INPUT: 'INVALID_INPUT',
  LAST_ADMIN: 'LAST_ADMIN',
  LAST_DOMAIN: 'LAST_DOMAIN',
  NOT_YOURSELF: 'NOT_YOURSELF',
  PRIMARY_DOMAIN: 'PRIMARY_DOMAIN',
  PROVISIONING_DISABLED: 'PROVISIONING_DISABLED',
  ROLE_LOCKED: 'ROLE_LOCKED',
  SEAT_LIMIT_REACHED: 'SEAT_LIMIT_REACHED',
  SIGN_IN_SHARED: 'SIGN_IN_SHARED',
  SLOT_TAKEN: 'SLOT_TAKEN',
  SLOT_UNAVAILABLE: 'SLOT_UNAVAILABLE',
  WORKFLOW_NOT_WAITING: 'WORKFLOW_NOT_WAITING',
} as const;
export type FailureCode = (typeof FailureCode)[keyof typeof FailureCode];
registerEnumType(FailureCode, { name: 'FailureCode', description: 'Why a mutation did not do what it was asked; programs decide by it.' });

@InterfaceType({
  description: 'What a mutation answers when it refuses for a reason that is to be expected.',
  resolveType: (value: object) => value.constructor.name,
  autoRegisterImplementations: false,
})
export abstract class Failure {
  @Field(() => FailureCode)
  code: FailureCode;

  @Field(() => String, { description: 'What happened and what to do, in plain words.' })
  message: string;

  @Field(() => [String], { nullable: true, description: 'The path into the input, where one of its fields is the reason.' })
  path: string[] | null;

  protected constructor(code: FailureCode, message: string, path: string[] | null = null) {
    this.code = code;
    this.message = message;
    this.path = path;
  }
}

@Directive('@shareable')
@ObjectType({ implements: Failure, simpleResolvers: true, description: 'A field of the input does not fit.' })
export class InvalidInput extends Failure {
  constructor(message: string, path: string[]) {
    super(FailureCode.INVALID_INPUT, message, path);
  }
}
