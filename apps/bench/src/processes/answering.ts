/**
 * The child's end: answers each message of the parent with one of its own, and ends when the parent is gone. What is
 * thrown goes back to the parent.
 */
export function answering<Question, Answer>(answer: (question: Question) => Answer | Promise<Answer>): void {
  process.on('message', async (question: Question) => {
    try {
      process.send?.({ answer: await answer(question) });
    } catch (error) {
      process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.on('disconnect', () => process.exit());
}
