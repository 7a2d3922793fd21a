package plots

import (
	"fmt"
	"strings"
)

// gainNames are the parts of decomposition.csv as a picture calls them, from
// what wins to what it takes.
var gainNames = []struct{ part, name string }{
	{"expansion", "customers gained"},
	{"acceleration", "customers sooner"},
	{"retention", "customers stay"},
	{"repeat", "bought more often"},
	{"cross_sell", "add-ons"},
	{"terms", "prices"},
	{"loss", "customers lost"},
	{"gifts", "gifts"},
	{"cost", "programmes"},
}

func gainsPlot(d *Data) (*Figure, error) {
	t, err := d.need("decomposition", "strategy", "against", "replicate", "part", "amount")
	if err != nil {
		return nil, err
	}
	base := d.Baseline
	if base == "" && len(d.Strategies) > 0 {
		base = d.Strategies[0]
	}
	if t, err = t.Where("against", base); err != nil {
		return nil, err
	}
	if t.Rows() == 0 {
		return nil, fmt.Errorf("%w: nothing is compared with %q", ErrNothing, base)
	}
	p, err := d.partsIn(t, "part", "amount")
	if err != nil {
		return nil, err
	}
	named := parts{all: p.all, of: make([]map[string]float64, len(p.of))}
	for i := range named.of {
		named.of[i] = map[string]float64{}
	}
	for _, g := range gainNames {
		used := false
		for i, of := range p.of {
			if of[g.part] != 0 {
				named.of[i][g.name], used = of[g.part], true
			}
		}
		if used {
			named.names = append(named.names, g.name)
		}
	}
	if len(named.names) == 0 {
		return nil, fmt.Errorf("%w: no strategy differs from %q", ErrNothing, base)
	}
	f := d.figure("What each strategy earns beyond "+base,
		"Mean over the runs: the same people with the same luck, compared one by one. Each bar begins where the one above it ends; the last is the difference in profit.")
	for i, s := range named.all {
		var words []string
		for _, n := range named.names {
			if x := named.of[i][n]; x != 0 {
				words = append(words, n+" "+d.money().change(x))
			}
		}
		f.Says = join(f.Says, fmt.Sprintf("%s: %s; in all %s.", s.name, strings.Join(words, ", "), d.money().change(named.total(i))))
	}
	f.body = named.waterfall(d.money(), "more profit")
	return f, nil
}
