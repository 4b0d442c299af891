// What graphql does in production. In tests it would look, at each of millions of questions, for a second copy of itself, of which there is none.
exports.instanceOf = (value, constructor) => value instanceof constructor;
