import * as z from 'zod';

/**
 * Prices that a run's cost is reckoned with; configuration, for they differ by region and change.
 * Source of the example: list prices of us-east-1, aws.amazon.com/glue/pricing, 2026-11.
 */
export const pricesSchema = z.object({
  currency: z.literal('USD'),
  /** Of one DPU for one hour, in dollars. */
  dpuHour: z.number().nonnegative(),
  flexDpuHour: z.number().nonnegative(),
});
export type Prices = z.infer<typeof pricesSchema>;

export const examplePrices: Prices = { currency: 'USD', dpuHour: 0.44, flexDpuHour: 0.29 };
