package plots

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"grapevine/sim/results"
)

// mostFactors is the number of factors that a picture has room for.
const mostFactors = 12

// kindsOfIndex are the indices that a picture shows, the first that a table has:
// the longer bar, and a shorter one within it.
var kindsOfIndex = []struct{ name, within, about, axis string }{
	{"ST", "S1", "Bar: share of the variance that a factor has a part in (ST); dark: what it does by itself (S1).", "share of the variance"},
	{"mu_star", "", "Bar: mean size of the effect of a factor's whole range, whatever the others are (μ* of Morris).", "effect"},
	{"main", "", "Bar: share of the variance between the points that a factor explains by itself.", "share of the variance"},
	{"swing", "", "Bar: from the lowest to the highest mean along a factor, the others held.", "difference"},
}

// effect is what one factor does.
type effect struct {
	factor        string
	value, within estimate
}

// effects returns what the factors do to the lead of the best strategy, or, of
// one strategy alone, to the objective; the largest first.
func (d *Data) effects() (all []effect, name, of string, kind int, err error) {
	t, err := d.need("indices", "strategy", "metric", "of", "factor", "index", "value", "ci_low", "ci_high")
	if err != nil {
		return nil, "", "", 0, err
	}
	of = "lead"
	lead, err := t.Where("of", of)
	if err != nil {
		return nil, "", "", 0, err
	}
	if lead.Rows() == 0 {
		of = "level"
		if lead, err = t.Where("of", of); err != nil {
			return nil, "", "", 0, err
		}
	}
	names, err := lead.Strings("strategy")
	if err != nil {
		return nil, "", "", 0, err
	}
	name = names[0]
	if lead, err = lead.Where("strategy", name); err != nil {
		return nil, "", "", 0, err
	}
	for kind = range kindsOfIndex {
		long, err := d.index(lead, kindsOfIndex[kind].name)
		if err != nil {
			return nil, "", "", 0, err
		}
		short, err := d.index(lead, kindsOfIndex[kind].within)
		if err != nil {
			return nil, "", "", 0, err
		}
		for factor, e := range long {
			within, ok := short[factor]
			if !ok {
				within = estimate{math.NaN(), math.NaN(), math.NaN()}
			}
			all = append(all, effect{factor, e, within})
		}
		if len(all) > 0 {
			break
		}
	}
	if len(all) == 0 {
		return nil, "", "", 0, fmt.Errorf("%w: %s has no index of a factor", ErrNothing, t.Name)
	}
	slices.SortFunc(all, func(a, b effect) int {
		return cmp.Or(cmp.Compare(b.value.mean, a.value.mean), cmp.Compare(a.factor, b.factor))
	})
	return all, name, of, kind, nil
}

// index returns an index by factor.
func (d *Data) index(t *results.Table, name string) (map[string]estimate, error) {
	out := map[string]estimate{}
	if name == "" {
		return out, nil
	}
	t, err := t.Where("index", name)
	if err != nil {
		return nil, err
	}
	factors, err := t.Strings("factor")
	if err != nil {
		return nil, err
	}
	columns := make([][]float64, 3)
	for i, column := range []string{"value", "ci_low", "ci_high"} {
		if columns[i], err = t.Floats(column); err != nil {
			return nil, err
		}
	}
	for i, factor := range factors {
		if factor != "" && factor != "dummy" && !math.IsNaN(columns[0][i]) {
			out[factor] = estimate{columns[0][i], columns[1][i], columns[2][i]}
		}
	}
	return out, nil
}

func indicesPlot(d *Data) (*Figure, error) {
	all, whose, of, kind, err := d.effects()
	if err != nil {
		return nil, err
	}
	left := max(0, len(all)-mostFactors)
	all = all[:len(all)-left]
	k := kindsOfIndex[kind]
	metric := d.objective()
	what := plainName(metric) + " of " + whose
	if of == "lead" {
		what = "the lead of " + whose
	}
	unit, scaled := d.unitOf(metric, ""), 1.0
	if k.axis == "share of the variance" {
		unit, scaled = percent, 100
	}
	about := k.about
	if !math.IsNaN(all[0].value.low) {
		about += " Line: 90 % interval."
	}
	if left > 0 {
		about += fmt.Sprintf(" The other %d do less.", left)
	}
	f := d.figure("What moves "+what, about)
	f.body = func(c draw.Canvas) {
		low, high := 0.0, 0.0
		for _, e := range all {
			for _, x := range []float64{e.value.mean, e.value.low, e.value.high, e.within.low, e.within.high} {
				if !math.IsNaN(x) {
					low, high = math.Min(low, scaled*x), math.Max(high, scaled*x)
				}
			}
		}
		if high == low {
			high = 1
		}
		factors := make([]strategy, len(all))
		for i, e := range all {
			factors[i] = strategy{name: e.factor}
		}
		r := rowsOf(c, factors)
		frame := panel{x: through(unit.ticks(low, high, 5), k.axis), across: true}
		area := draw.Crop(r.Canvas, 0, -70, frame.bottom(), -6)
		frame.draw(area)
		r.within(area.Min.Y, area.Max.Y)
		at := func(x float64) vg.Length { return frame.x.at(scaled*x, area.Min.X, area.Max.X) }
		bar := min(r.pitch*0.56, 34)
		for i, e := range all {
			y := r.middle(i)
			block := func(x float64, height vg.Length, opacity float64) {
				c.SetColor(faint(blue, opacity))
				c.Fill(rectangle(vg.Point{X: at(0), Y: y - height/2}, vg.Point{X: at(x), Y: y + height/2}))
			}
			opacity := 1.0
			if k.within != "" {
				opacity = 0.35
			}
			block(e.value.mean, bar, opacity)
			end := at(math.Max(0, e.value.mean))
			if !math.IsNaN(e.within.mean) {
				block(math.Max(0, e.within.mean), bar*0.5, 1)
			}
			if !math.IsNaN(e.value.low) {
				c.StrokeLine2(draw.LineStyle{Color: ink, Width: 1.6}, at(e.value.low), y, at(e.value.high), y)
				end = max(end, at(e.value.high))
			}
			write(c, bold(ink), vg.Point{X: end + 7, Y: y - halfCapital}, 0, unit.short(scaled*e.value.mean))
		}
	}
	return f, nil
}
