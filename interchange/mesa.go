package interchange

import (
	"slices"

	"grapevine/sim/results"
)

// writeMesa writes what the batch_run of Mesa (Kazil, Masad & Crooks 2020)
// returns with data_collection_period = -1: a row a run, at its last step.
func writeMesa(s *Source, create func(name string) (*results.File, error)) error {
	to, err := create("data_collector.csv")
	if err != nil {
		return err
	}
	var w *results.Writer
	err = s.runs(func(settings, responses []string) error {
		w, err = results.NewWriter(to, slices.Concat([]string{"RunId", "iteration", "Step"}, settings, responses)...)
		return err
	}, func(run, replicate int, settings, responses []string) error {
		w.Int(run - 1).Int(replicate - 1).Int(s.Manifest.Weeks)
		for _, cell := range slices.Concat(settings, responses) {
			w.Text(cell)
		}
		return w.End()
	})
	if err != nil {
		return err
	}
	return w.Close()
}
