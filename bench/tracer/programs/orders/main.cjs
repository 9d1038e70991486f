// A request that has something to do: the 1,800 lines of an order are priced, grouped and summed up.
const { serve } = require('../serve.cjs');
const { handle } = require('./orders.cjs');
serve(handle);
