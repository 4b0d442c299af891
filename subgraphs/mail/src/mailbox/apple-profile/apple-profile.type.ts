import { Field, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true })
export class AppleProfile {
  @Field(() => String)
  fileName: string;

  @Field(() => String, { description: 'In base64: an XML property list, or signed data in DER (RFC 5652) around it.' })
  file: string;
}
