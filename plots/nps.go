package plots

import "math"

// fewest is the number of customers from which their score is shown: of fewer,
// chance makes anything.
const fewest = 30

func npsPlot(d *Data) (*Figure, error) {
	all, err := d.curves("nps")
	if err != nil {
		return nil, err
	}
	from := ". "
	if d.silence(all) {
		from = ", from 30 customers on. "
	}
	f := d.figure("Net promoter score over time", "Promoters less detractors"+from+d.aboutFan())
	f.body = fan{all: all, unit: plain, label: "NPS", zero: true, tag: func(c curve) string {
		_, mean, _ := c.last()
		return "NPS " + plain.write(mean, 1, 0, "")
	}}.body
	return f, nil
}

// silence blanks the weeks before there are enough customers to have a score,
// and reports whether there are such weeks. A curve that never has enough is
// left as it is.
func (d *Data) silence(all []curve) bool {
	var surveyed []curve
	for _, answer := range []string{"promoters", "passives", "critics"} {
		of, err := d.curves(answer)
		if err != nil || surveyed != nil && len(of) != len(surveyed) {
			return false
		}
		if surveyed == nil {
			surveyed = of
			continue
		}
		for k, c := range of {
			for w := range min(len(c.mean), len(surveyed[k].mean)) {
				surveyed[k].mean[w] += c.mean[w]
			}
		}
	}
	any := false
	for k := range all {
		c := &all[k]
		if k >= len(surveyed) || len(surveyed[k].mean) != len(c.week) {
			return false
		}
		asked := surveyed[k].mean
		if len(asked) == 0 || asked[len(asked)-1] < fewest {
			continue
		}
		for w := range asked {
			if asked[w] >= fewest {
				break
			}
			c.mean[w], c.low[w], c.high[w] = math.NaN(), math.NaN(), math.NaN()
			any = true
		}
	}
	return any
}
