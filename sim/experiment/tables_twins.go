package experiment

import (
	"math"

	"grapevine/sim/metric"
	"grapevine/sim/results"
)

// open opens a table when there is something to write into it.
func (t *Tables) open(to **results.Writer, file string, columns ...string) (err error) {
	if *to == nil {
		*to, err = t.folder.Table(file, columns...)
	}
	return err
}

// beside writes what a run does beyond its twins.
func (t *Tables) beside(name string, replicate int, o *Outcome) error {
	for _, twin := range o.Twins {
		if twin.Against == name {
			continue // itself
		}
		if err := t.parts(name, replicate, &twin); err != nil {
			return err
		}
		if twin.Without != "" {
			if err := t.due(name, replicate, &twin); err != nil {
				return err
			}
		}
	}
	return nil
}

// parts writes the difference in profit, part by part.
func (t *Tables) parts(name string, replicate int, twin *Twin) error {
	if err := t.open(&t.decomposition, "decomposition.csv", "strategy", "against", "replicate", "part", "count", "amount", "present_value"); err != nil {
		return err
	}
	w := t.decomposition
	row := func(part string, counts bool, p metric.Part) error {
		w.Text(name).Text(twin.Label()).Int(replicate).Text(part)
		if counts {
			w.Int(p.Count)
		} else {
			w.Text("")
		}
		return w.Float(float64(p.Amount) / 100).Float(p.Present).End()
	}
	for k, p := range twin.Parts {
		if err := row(metric.PartNames[k].Name, k != metric.Costs, p); err != nil {
			return err
		}
	}
	return row("total", false, twin.Total())
}

// due writes what is due to the tables that the twin is without.
func (t *Tables) due(name string, replicate int, twin *Twin) error {
	if err := t.open(&t.twins, "twins.csv", "strategy", "without", "replicate", "customers_with", "customers_without", "share_due",
		"revenue_due", "cost_due", "profit_due", "npv_due", "roi"); err != nil {
		return err
	}
	due := func(of [2]int64) float64 { return float64(of[0]-of[1]) / 100 }
	roi := math.NaN()
	if due(twin.Cost) > 0 {
		roi = due(twin.Profit) / due(twin.Cost)
	}
	return t.twins.Text(name).Text(twin.Without).Int(replicate).Float(twin.Won[0]).Float(twin.Won[1]).Float(twin.ShareDue()).
		Float(due(twin.Revenue)).Float(due(twin.Cost)).Float(due(twin.Profit)).Float(twin.NPV[0] - twin.NPV[1]).Float(roi).End()
}

// writeSurvival writes how long people stay, all replicates together.
func (t *Tables) writeSurvival() error {
	w, err := t.folder.Table("survival.csv", "strategy", "stay", "week", "at_risk", "ended", "survival")
	if err != nil {
		return err
	}
	for i, arm := range t.d.Strategies {
		for k, stays := range t.stays[i] {
			stay := "present customer"
			if k < len(t.stages) {
				stay = t.stages[k]
			}
			for _, s := range metric.Survival(stays) {
				if err := w.Text(arm.Name).Text(stay).Int(s.Week).Int(s.AtRisk).Int(s.Ended).Float(s.Left).End(); err != nil {
					return err
				}
			}
		}
	}
	return w.Close()
}
