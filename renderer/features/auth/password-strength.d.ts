export interface Strength {
    /** 0 (not usable) … 4 (very strong). */
    readonly score: 0 | 1 | 2 | 3 | 4;
    readonly hint: string;
}
/** A rough, offline judgement: length counts most, runs and obvious words count against. */
export declare function passwordStrength(password: string): Strength;
