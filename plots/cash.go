package plots

import "fmt"

func cashPlot(d *Data) (*Figure, error) {
	all, err := d.curves("cum_profit")
	if err != nil {
		return nil, err
	}
	f := d.figure("Cumulative profit", d.aboutFan()+" Dot: break-even of the line.")
	tag := func(c curve) string {
		if i, ok := breakEven(c); ok {
			return fmt.Sprintf("break-even week %.0f", c.week[i])
		}
		if _, mean, _ := c.last(); mean >= 0 {
			return "never in the red"
		}
		return "no break-even"
	}
	for _, c := range all {
		if _, mean, ok := c.last(); ok {
			f.Says = join(f.Says, fmt.Sprintf("%s: %s at the end, %s.", c.name, d.money().short(mean), tag(c)))
		}
	}
	f.body = fan{
		all: all, unit: d.money(), label: "profit since the start", zero: true,
		tag: tag,
		marks: func(c curve) []int {
			if i, ok := breakEven(c); ok {
				return []int{i}
			}
			return nil
		},
	}.body
	return f, nil
}

// breakEven returns the index of the first week from which on the mean stays
// at or above zero, if it was below zero before.
func breakEven(c curve) (int, bool) {
	for i := len(c.mean) - 1; i >= 0; i-- {
		if c.mean[i] < 0 {
			return i + 1, i+1 < len(c.mean)
		}
	}
	return 0, false
}
