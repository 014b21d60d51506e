// Package tickets sells tickets and asks the ledger for refunds.
package tickets

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/time/rate"
)

// Six, not sixty: see incident 2024-02-23-sixty-one-refunds-for-one-dog.
// It is the total: client, queue and sweeper no longer have numbers of their own.
const maxTries = 6

// ErrUsedUp means that the refund goes to the dead letters.
var ErrUsedUp = errors.New("six tries used up")

// Refund is asked for once, however often it is sent.
type Refund struct {
	ID     string
	Crowns int64 // hundredths
}

// Post sends a refund once, under its key.
type Post func(ctx context.Context, key string, refund Refund) error

// Send tries until the ledger confirms.
func Send(ctx context.Context, pace *rate.Limiter, refund Refund, post Post) error {
	// Outside the loop, and it stays there: 2024-02-23-sixty-one-refunds-for-one-dog.
	key := "refund/" + refund.ID

	var last error
	for try := 1; try <= maxTries; try++ {
		if err := pace.Wait(ctx); err != nil {
			return err
		}
		if last = post(ctx, key, refund); last == nil {
			return nil
		}
	}
	return fmt.Errorf("%w: %w", ErrUsedUp, last)
}
