/** `/hello/:name` as a function from a path to its parameters, or null. */
function compile(pattern) {
  const parts = pattern.split('/');
  return (path) => {
    const given = path.split('/');
    if (given.length !== parts.length) {
      return null;
    }
    const parameters = {};
    for (const [index, part] of parts.entries()) {
      if (part.startsWith(':')) {
        parameters[part.slice(1)] = decodeURIComponent(given[index]);
      } else if (part !== given[index]) {
        return null;
      }
    }
    return parameters;
  };
}

module.exports = { compile };
