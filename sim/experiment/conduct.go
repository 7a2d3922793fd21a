package experiment

import (
	"context"

	"grapevine/sim/results"
)

// Conduct carries out a design and writes all its tables into a folder, which
// is left for the caller to commit. When the context is cancelled it returns
// what it has so far together with the error: the tables then hold the
// replicates that were done, complete and in order.
func Conduct(ctx context.Context, d Design, folder *results.Folder, progress func(done, total int)) (*Answer, error) {
	tables, err := NewTables(folder, d)
	if err != nil {
		return nil, err
	}
	defer tables.discard()
	for r, err := range Run(ctx, d, progress) {
		switch {
		case err != nil && ctx.Err() != nil && tables.sample.n > 0:
			answer, fault := tables.Close()
			if fault != nil {
				return nil, fault
			}
			return answer, err
		case err != nil:
			return nil, err
		}
		if err := tables.Write(r); err != nil {
			return nil, err
		}
	}
	return tables.Close()
}
