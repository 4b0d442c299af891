import { Directive, Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true, description: "A tenant's part of the storage." })
export class TenantStorage {
  tenantId: string;
}

@Directive('@key(fields: "id")')
@ObjectType('Tenant', { simpleResolvers: true })
export class TenantReference {
  @Field(() => ID)
  id: string;
}
