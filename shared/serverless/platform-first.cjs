/** The fallback of the platform's values: the framework would only say which variable has none. */
module.exports = ({ options }) => {
  const stage = options.stage ?? 'dev';
  const error = new Error(`stage ${stage} has no platform; deploy it first: cd shared && npx serverless deploy --stage ${stage}`);
  error.stack = error.message; // the framework shows the stack
  throw error;
};
