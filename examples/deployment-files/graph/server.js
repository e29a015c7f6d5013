const { ApolloServer } = require('@apollo/server');
const { startStandaloneServer } = require('@apollo/server/standalone');

const typeDefs = 'type Query { ships: [String!]! }';
const resolvers = { Query: { ships: () => ['Anna', 'Berta'] } };

async function main() {
  const { url } = await startStandaloneServer(new ApolloServer({ typeDefs, resolvers }), { listen: { port: 7004 } });
  console.log(url);
}

main();
