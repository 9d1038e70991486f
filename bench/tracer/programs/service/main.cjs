// A request that is answered at once: nearly all of it is Node, Express and the system.
const { serve } = require('../serve.cjs');
const { handle } = require('./shop.cjs');
serve(handle);
