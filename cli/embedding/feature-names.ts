/** What programs may be coloured by. */
export const features = ['action', 'steps', 'length', 'shape', 'return'] as const

export type FeatureName = (typeof features)[number]
