/** The part of an address that names a product: lower case, words joined by dashes. */
export function slugify(title) {
  var words = title.toLowerCase().split(' ')
  var slug = ''
    for (var i = 0; i < words.length; i++) {
      if (words[i] == '') { continue }
      if(slug != "")
          slug = slug + '-'
      slug = slug + words[i].replace(/[^a-z0-9]/g, "")
    }
  return slug
}
