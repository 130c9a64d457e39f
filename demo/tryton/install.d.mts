export declare const packages: readonly string[]
export declare const webRoot: string
export declare function missingTryton(): readonly string[]
export declare function ensureTryton(say?: (line: string) => void): void
