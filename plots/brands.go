package plots

import (
	"image/color"
	"math"
	"strings"
)

// rivalColours are those of rivals, in the order of the table.
var rivalColours = []color.NRGBA{orange, vermillion, pink, sky, green, yellow, black}

// brandsPlot shows who uses which brand: ours, those whose customers are in
// columns users_NAME, or none.
func brandsPlot(d *Data) (*Figure, error) {
	t, err := d.need("series", "strategy", "week")
	if err != nil {
		return nil, err
	}
	shares, err := d.curves("market_share")
	if err != nil {
		return nil, err // without rivals there is none
	}
	ours, err := d.sums("n_customer", "n_loyal", "n_advocate")
	if err != nil {
		return nil, err
	}
	s := stacks{shown: []stage{{"", "ours", blue}}, heights: map[string][]curve{"": ours}}
	for _, column := range t.Columns {
		name, is := strings.CutPrefix(column, "users_")
		if !is {
			continue
		}
		users, err := d.sums(column)
		if err != nil || !someone(users) {
			continue // a rival that never comes
		}
		for _, c := range users { // and is not there in every strategy
			for w, m := range c.mean {
				if math.IsNaN(m) {
					c.mean[w] = 0
				}
			}
		}
		s.shown = append(s.shown, stage{column, strings.ReplaceAll(name, "_", " "), rivalColours[(len(s.shown)-1)%len(rivalColours)]})
		s.heights[column] = users
	}
	if len(s.shown) == 1 {
		return nil, ErrNothing
	}
	for _, c := range shares {
		if _, end, ok := c.last(); ok {
			c.name = percent.short(end) + " " + c.name
		}
		s.titles = append(s.titles, c.strategy)
	}
	of := "customers of all brands"
	if d.Customers > 0 {
		of = "market"
		s.shown, s.heights["none"] = append(s.shown, stage{"none", "no brand", pale}), s.rest(float64(d.Customers))
	}
	f := d.figure("The market by brand",
		"Mean over the runs, stacked in the order of the key, as a share of the "+of+". Before a name: our share of the customers of all brands in the end.")
	f.body = s.body
	return f, nil
}

// rest returns what the stacks leave of a number of people.
func (s stacks) rest(of float64) (all []curve) {
	for i, first := range s.heights[s.shown[0].column] {
		c := curve{strategy: first.strategy, week: first.week}
		for w := range c.week {
			left := of
			for _, sort := range s.shown {
				left -= s.heights[sort.column][i].mean[w]
			}
			c.mean = append(c.mean, left)
		}
		all = append(all, c)
	}
	return all
}
