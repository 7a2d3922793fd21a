package plots

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// mostKeys is the number of fitted values that a picture of all pairs has room
// for.
const mostKeys = 4

// draws are the draws of one fitted value, and the share of the posterior that
// each has.
type draws struct {
	key       string
	at, share []float64
}

// quantile returns the least draw that has a share p of the posterior at or
// below it.
func (s draws) quantile(p float64) float64 {
	order := make([]int, len(s.at))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		if s.at[a] < s.at[b] {
			return -1
		}
		return 1
	})
	below := 0.0
	for _, i := range order {
		if below += s.share[i]; below >= p-1e-9 {
			return s.at[i]
		}
	}
	return s.at[order[len(order)-1]]
}

// moment returns the mean of the product of what two values differ from their
// means by.
func (s draws) moment(o draws) float64 {
	mean := func(s draws) (m float64) {
		for i, x := range s.at {
			m += s.share[i] * x
		}
		return m
	}
	ms, mo, sum := mean(s), mean(o), 0.0
	for i := range s.at {
		sum += s.share[i] * (s.at[i] - ms) * (o.at[i] - mo)
	}
	return sum
}

func (s draws) correlation(o draws) float64 {
	return s.moment(o) / math.Sqrt(s.moment(s)*o.moment(o))
}

// scale runs over the draws that have a share worth seeing, with ticks for a
// width.
func (s draws) scale(width vg.Length) scale {
	least := slices.Max(s.share) / 1000
	var seen []float64
	for i, x := range s.at {
		if s.share[i] >= least {
			seen = append(seen, x)
		}
	}
	low, high := extent(seen)
	pad := 0.04 * (high - low)
	return plain.between(low-pad, high+pad, width)
}

// bins returns the share of the posterior in parts of equal width of a scale.
func (s draws) bins(of scale, n int) []float64 {
	out := make([]float64, n)
	for i, x := range s.at {
		if x >= of.min && x <= of.max {
			out[min(n-1, int(float64(n)*(x-of.min)/(of.max-of.min)))] += s.share[i]
		}
	}
	return out
}

// posterior reads the draws, and as how many draws of equal share they tell
// (Kish 1965).
func (d *Data) posterior() (all []draws, tell float64, err error) {
	t, err := d.need("posterior", "draw", "weight")
	if err != nil {
		return nil, 0, err
	}
	share, err := t.Floats("weight")
	if err != nil {
		return nil, 0, err
	}
	sum, squares := 0.0, 0.0
	for i, w := range share {
		if math.IsNaN(w) {
			share[i] = 0
		}
		sum += share[i]
		squares += share[i] * share[i]
	}
	if sum <= 0 {
		return nil, 0, fmt.Errorf("%w: no draw has a share of the posterior", ErrNothing)
	}
	for i := range share {
		share[i] /= sum
	}
	for _, key := range t.Columns {
		if key == "draw" || key == "weight" {
			continue
		}
		x, err := t.Floats(key)
		if err != nil {
			return nil, 0, err
		}
		all = append(all, draws{key, x, share})
	}
	if len(all) == 0 {
		return nil, 0, fmt.Errorf("%w: table %s has no column of a key", ErrNothing, t.Name)
	}
	return all, sum * sum / squares, nil
}

// posteriorPlot shows what the data of a calibration leave of the values: each
// by itself, and each against each.
func posteriorPlot(d *Data) (*Figure, error) {
	all, tell, err := d.posterior()
	if err != nil {
		return nil, err
	}
	left := max(0, len(all)-mostKeys)
	all = all[:len(all)-left]
	about := fmt.Sprintf("Bars: %s by their share, which tell as much as %.0f of equal share. Band: 90 %% posterior interval; line: median.", count(len(all[0].at), "posterior draw"), tell)
	if len(all) > 1 {
		about += " Dots: draws, their value of the column across and that of the row up, larger with their share; r: correlation."
	}
	if left > 0 {
		about += fmt.Sprintf(" %d more in the table.", left)
	}
	f := d.figure("What the data leave of each value, and of each pair", about)
	if len(all) == 1 {
		f.Title = "What the data leave of the value"
	}
	labels := make([]string, len(all))
	for i, s := range all {
		labels[i] = fmt.Sprintf("%s [%s, %s]", neat(s.quantile(0.5)), neat(s.quantile(0.05)), neat(s.quantile(0.95)))
		f.Says = join(f.Says, fmt.Sprintf("%s: %s.", s.key, labels[i]))
		for _, o := range all[:i] {
			f.Says = join(f.Says, fmt.Sprintf("Its correlation with %s is %.2f.", o.key, s.correlation(o)))
		}
	}
	f.body = func(c draw.Canvas) {
		n := vg.Length(len(all))
		const gap vg.Length = 12
		right := max(min(widest(text(ink), keysOf(all)...), 0.27*(c.Max.X-c.Min.X)), widest(bold(ink), labels...)) + 14
		// The numbers of the rows stand at the left, as wide as the widest.
		height := (c.Max.Y - c.Min.Y - lineHeight - 4 - gap*(n-1)) / n
		ups := make([]scale, len(all))
		var side vg.Length
		for i, s := range all {
			ups[i] = s.scale(height * 2.2) // numbers are less high than wide
			for _, tick := range ups[i].ticks {
				if i > 0 {
					side = max(side, text(soft).Width(tick.Label)+8)
				}
			}
		}
		width := (c.Max.X - c.Min.X - side - right - gap*(n-1)) / n
		for row, s := range all {
			top := c.Max.Y - vg.Length(row)*(height+gap)
			for column, o := range all[:row+1] {
				at := vg.Point{X: c.Min.X + side + vg.Length(column)*(width+gap), Y: top - height}
				area := draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{Min: at, Max: vg.Point{X: at.X + width, Y: top}}}
				p := panel{x: o.scale(width), y: ups[row], bare: column > 0, hollow: row < len(all)-1}
				if column == row {
					p.y = scale{min: 0, max: 1}
					p.add(func(c draw.Canvas, x, y func(float64) vg.Length) { s.drawAlone(c, p.x) })
				} else {
					p.add(func(c draw.Canvas, x, y func(float64) vg.Length) { s.drawWith(c, o, p.x, p.y) })
				}
				p.draw(area)
			}
			at := vg.Point{X: c.Min.X + side + vg.Length(row)*(width+gap) + width + 14}
			lines := keyLines(text(ink), s.key, c.Max.X-at.X, min(3, int(height/lineHeight)-1))
			at.Y = top - height/2 + lineHeight*vg.Length(len(lines))/2 - halfCapital
			for _, line := range lines {
				write(c, text(ink), at, 0, line)
				at.Y -= lineHeight
			}
			write(c, bold(ink), at, 0, labels[row])
		}
	}
	return f, nil
}

func keysOf(all []draws) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = s.key
	}
	return out
}

// drawAlone draws how the draws of a value are spread.
func (s draws) drawAlone(c draw.Canvas, of scale) {
	at := func(x float64) vg.Length {
		return of.at(math.Min(math.Max(x, of.min), of.max), c.Min.X, c.Max.X)
	}
	c.SetColor(faint(blue, 0.16))
	c.Fill(rectangle(vg.Point{X: at(s.quantile(0.05)), Y: c.Min.Y}, vg.Point{X: at(s.quantile(0.95)), Y: c.Max.Y}))
	bins := s.bins(of, 20)
	most := slices.Max(bins)
	width := (c.Max.X - c.Min.X) / vg.Length(len(bins))
	c.SetColor(blue)
	for k, share := range bins {
		left := c.Min.X + vg.Length(k)*width
		c.Fill(rectangle(vg.Point{X: left + 0.5, Y: c.Min.Y}, vg.Point{X: left + width - 0.5, Y: c.Min.Y + vg.Length(0.94*share/most)*(c.Max.Y-c.Min.Y)}))
	}
	middle := at(s.quantile(0.5))
	c.StrokeLine2(draw.LineStyle{Color: ink, Width: 1.6}, middle, c.Min.Y, middle, c.Max.Y)
}

// drawWith draws the draws of a value above those of another.
func (s draws) drawWith(c draw.Canvas, o draws, across, up scale) {
	most := slices.Max(s.share)
	for i, share := range s.share {
		x, y := o.at[i], s.at[i]
		if share < most/1000 || x < across.min || x > across.max || y < up.min || y > up.max {
			continue
		}
		dot(c, vg.Point{X: across.at(x, c.Min.X, c.Max.X), Y: up.at(y, c.Min.Y, c.Max.Y)}, max(0.8, vg.Length(4.2*math.Sqrt(share/most))), faint(blue, 0.45))
	}
	r := s.correlation(o)
	if math.IsNaN(r) {
		return
	}
	label := "r " + strings.ReplaceAll(fmt.Sprintf("%.2f", r), "-", "−")
	width := text(ink).Width(label) + 6
	left := c.Min.X + 1 // where there are few dots
	if r < 0 {
		left = c.Max.X - width
	}
	c.SetColor(faint(white, 0.85))
	c.Fill(rectangle(vg.Point{X: left, Y: c.Max.Y - lineHeight}, vg.Point{X: left + width, Y: c.Max.Y}))
	write(c, text(ink), vg.Point{X: left + 3, Y: c.Max.Y - lineHeight + 4}, 0, label)
}

// keyLines breaks a key where a part of it ends, into lines no wider than
// width, at most so many.
func keyLines(style draw.TextStyle, key string, width vg.Length, most int) []string {
	var lines []string
	for _, part := range strings.SplitAfter(key, ".") {
		if k := len(lines) - 1; k >= 0 && (style.Width(lines[k]+part) <= width || len(lines) >= most) {
			lines[k] += part
			continue
		}
		lines = append(lines, part)
	}
	for i, line := range lines {
		lines[i] = strings.Join(wrap(style, line, width, 1), "")
	}
	return lines
}
