package plots

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

func ledgerPlot(d *Data) (*Figure, error) {
	p, err := d.partsOf("ledger", "account", "amount")
	if err != nil {
		return nil, err
	}
	reach := map[string]float64{} // the largest amount of each account, either way
	for _, of := range p.of {
		for name, amount := range of {
			reach[name] = max(reach[name], math.Abs(amount))
		}
	}
	p.names = slices.DeleteFunc(p.names, func(n string) bool { return reach[n] == 0 })
	if len(p.names) == 0 {
		return nil, fmt.Errorf("%w: no money moved", ErrNothing)
	}
	// Income first, then costs, each from the largest down; the balance ends it.
	income := func(n string) bool {
		for _, of := range p.of {
			if of[n] < 0 {
				return false
			}
		}
		return true
	}
	slices.SortStableFunc(p.names, func(a, b string) int {
		if income(a) != income(b) {
			if income(a) {
				return -1
			}
			return 1
		}
		return cmp.Compare(reach[b], reach[a])
	})
	f := d.figure("Where the money came from and went",
		"Mean over the runs until the end. Each bar begins where the one above it ends; the last is what is left.")
	f.body = p.waterfall(d.money(), "balance")
	return f, nil
}

// waterfall draws the parts as bars of which each begins where the one above it
// ends, and what they come to as the last.
func (p parts) waterfall(money unit, last string) func(draw.Canvas) {
	return func(c draw.Canvas) {
		head := nameLines(c, p.all)
		room := tiles(c, len(p.all), 0, 4, 30, head*lineHeight+10)[0]
		p := p.folded(int((room.Max.Y-room.Min.Y)/(0.95*textSize)) - 1)
		low, high := 0.0, 0.0
		for i := range p.all {
			sum := 0.0
			for _, n := range p.names {
				sum += p.of[i][n]
				low, high = min(low, sum), max(high, sum)
			}
		}
		var names []string
		for _, n := range p.names {
			names = append(names, plainName(n))
		}
		names = append(names, last)
		limit := (c.Max.X - c.Min.X) * 0.22
		if len(p.all) == 1 {
			limit *= 2
		}
		left := min(widest(bold(ink), names...), limit) + 8
		tilesOf := tiles(c, len(p.all), left, 4, 30, head*lineHeight+10)
		for i, s := range p.all {
			part := tilesOf[i]
			heading(part.Canvas, s.name, int(head))
			amounts := []string{}
			sum := 0.0
			for _, n := range p.names {
				amount := "–"
				if p.of[i][n] != 0 {
					amount = money.short(p.of[i][n])
				}
				amounts = append(amounts, amount)
				sum += p.of[i][n]
			}
			amounts = append(amounts, money.short(sum))
			bars := scale{min: low, max: high}
			right := part.Max.X - widest(bold(ink), amounts...) - 10
			x := func(v float64) vg.Length { return bars.at(v, part.Min.X, right) }
			pitch := (part.Max.Y - part.Min.Y) / vg.Length(len(names))
			bar := min(pitch*0.7, 30)
			c.StrokeLine2(draw.LineStyle{Color: axis, Width: 1}, x(0), part.Min.Y, x(0), part.Max.Y)
			from := 0.0
			for k, name := range names {
				y := part.Max.Y - pitch*(vg.Length(k)+0.5)
				style, to, colour := text(ink), 0.0, blue
				if k < len(p.names) {
					if to = from + p.of[i][p.names[k]]; to < from {
						colour = orange
					}
				} else {
					style = bold(ink)
					if colour = green; sum < 0 {
						colour = vermillion
					}
				}
				if part.first {
					write(c, style, vg.Point{X: part.Min.X - 8, Y: y - halfCapital}, 1, wrap(style, name, left-8, 1)[0])
				}
				a, b := x(min(from, to)), x(max(from, to))
				if from != to {
					c.SetColor(colour)
					c.Fill(rectangle(vg.Point{X: a, Y: y - bar/2}, vg.Point{X: max(b, a+1), Y: y + bar/2}))
				}
				write(c, style, vg.Point{X: part.Max.X, Y: y - halfCapital}, 1, amounts[k])
				from = to
			}
		}
	}
}

// folded returns the parts with at most so many names, by adding the last ones
// up as "other".
func (p parts) folded(most int) parts {
	most = max(most, 2)
	if len(p.names) <= most {
		return p
	}
	const rest = "other"
	out := parts{all: p.all, names: append(slices.Clone(p.names[:most-1]), rest)}
	for _, of := range p.of {
		sums := map[string]float64{}
		for i, n := range p.names {
			if i >= most-1 {
				n = rest
			}
			sums[n] += of[p.names[i]]
		}
		out.of = append(out.of, sums)
	}
	return out
}
