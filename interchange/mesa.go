package interchange

import (
	"slices"
	"strconv"

	"grapevine/sim/results"
)

// runs streams the runs of a folder with the columns that identify them apart:
// the settings (factors and strategy) and the responses.
func (s *Source) runs(header func(settings, responses []string) error, row func(run, replicate int, settings, responses []string) error) error {
	path, err := s.table("runs")
	if err != nil {
		return err
	}
	var replicate int
	var setting, response []int
	pick := func(cells []string, which []int) []string {
		all := make([]string, len(which))
		for k, i := range which {
			all[k] = cells[i]
		}
		return all
	}
	number := 0
	return results.Stream(path, func(columns []string) error {
		for i, c := range columns {
			switch {
			case c == "replicate":
				replicate = i
			case c == "strategy" || slices.ContainsFunc(s.Factors, func(f Factor) bool { return f.Key == c }):
				setting = append(setting, i)
			case c == "point" || c == "seed":
			default:
				response = append(response, i)
			}
		}
		return header(pick(columns, setting), pick(columns, response))
	}, func(cells []string) error {
		k, err := strconv.Atoi(cells[replicate])
		if err != nil {
			return err
		}
		number++
		return row(number, k, pick(cells, setting), pick(cells, response))
	})
}

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
