/** The answer, or null where AWS says by one of these errors that there is none. */
export const nullWhere = async <Answer>(names: readonly string[], ask: () => Promise<Answer>): Promise<Answer | null> => {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return null;
    throw error;
  }
};
