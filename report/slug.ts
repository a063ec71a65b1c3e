/**
 * A label in the letters that names of files, of runs and fragments of addresses may have: `Door Key` and `DoorKey` are
 * both `door-key`. A plan has no two labels with the same one.
 */
export function slug(label: string): string {
  return label
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}
