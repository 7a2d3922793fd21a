package plots

import (
	"image/color"
	"math"
	"strings"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// The colours of Okabe & Ito ("Color Universal Design", 2008), which people
// with any kind of colour vision tell apart.
var (
	blue       = rgb(0x0072B2)
	orange     = rgb(0xE69F00)
	green      = rgb(0x009E73)
	pink       = rgb(0xCC79A7)
	sky        = rgb(0x56B4E9)
	vermillion = rgb(0xD55E00)
	yellow     = rgb(0xF0E442) // for areas only: a yellow line is lost on white
	black      = rgb(0x000000)

	ink   = rgb(0x222222) // text
	soft  = rgb(0x5C5C5C) // text that steps back
	axis  = rgb(0x888888)
	grid  = rgb(0xE2E2E2)
	pale  = rgb(0xDADADA) // people nothing is known of
	white = rgb(0xFFFFFF)

	dark, light = rgb(0x202020), rgb(0xFDFDFD) // text on a fill, which a dark page does not turn
)

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 255}
}

// faint returns a colour with an opacity.
func faint(c color.NRGBA, opacity float64) color.NRGBA {
	c.A = uint8(math.Round(255 * opacity))
	return c
}

// on returns the colour of text that is read on a fill.
func on(fill color.NRGBA) color.NRGBA {
	if 0.2126*float64(fill.R)+0.7152*float64(fill.G)+0.0722*float64(fill.B) > 120 {
		return dark
	}
	return light
}

// A strategy keeps its colour, dashes and marker in every picture; no two of
// the first thirty-five share both colour and dashes.
var (
	colours = []color.NRGBA{blue, orange, green, vermillion, pink, sky, black}
	dashes  = [][]vg.Length{nil, {9, 3}, {2.5, 2.5}, {9, 3, 2.5, 3}, {5, 2}}
	markers = []marker{{24, 0}, {4, 45}, {3, 90}, {4, 0}, {3, -90}, {6, 0}, {5, 90}}
)

func (s strategy) colour() color.NRGBA { return colours[s.place%len(colours)] }

func (s strategy) line() draw.LineStyle {
	return draw.LineStyle{Color: s.colour(), Width: 2.4, Dashes: dashes[(s.place+s.place/len(colours))%len(dashes)]}
}

// mark draws the marker of the strategy at a point.
func (s strategy) mark(c draw.Canvas, at vg.Point) {
	m := markers[(s.place+s.place/len(colours))%len(markers)]
	m.fill(c, at, 7.5, white)
	m.fill(c, at, 6, s.colour())
}

// marker is a polygon of so many corners, the first at an angle in degrees.
type marker struct {
	corners int
	turn    float64
}

func (m marker) fill(c draw.Canvas, at vg.Point, radius vg.Length, colour color.Color) {
	if m.corners > 6 {
		radius *= 0.85 // a circle looks larger than a polygon
	}
	points := make([]vg.Point, m.corners)
	for i := range points {
		sin, cos := math.Sincos(math.Pi * (m.turn/180 + 2*float64(i)/float64(m.corners)))
		points[i] = vg.Point{X: at.X + radius*vg.Length(cos), Y: at.Y + radius*vg.Length(sin)}
	}
	c.FillPolygon(colour, points)
}

// stage is a stage of the journey as pictures show it.
type stage struct {
	column string // n_column people are in it, new_column reach it
	name   string
	colour color.NRGBA
}

// stages lists the stages from the bottom of a stack to its top: those who
// buy, those who may, those who will not again.
var stages = []stage{
	{"advocate", "advocates", blue},
	{"loyal", "loyal", green},
	{"customer", "customers", orange},
	{"considering", "considering", yellow},
	{"aware", "aware", sky},
	{"unaware", "unaware", pale},
	{"lapsed", "lapsed", pink},
	{"detractor", "detractors", vermillion},
}

// textSize is that of all text but titles. On a slide it is 14 pt.
const (
	textSize   vg.Length = 14
	lineHeight           = 1.25 * textSize
)

func text(c color.Color) draw.TextStyle {
	return draw.TextStyle{
		Color:   c,
		Font:    font.Font{Typeface: "Liberation", Variant: "Sans", Size: textSize},
		XAlign:  draw.XLeft,
		YAlign:  draw.YBottom,
		Handler: plot.DefaultTextHandler,
	}
}

func bold(c color.Color) draw.TextStyle {
	t := text(c)
	t.Font.Weight = xfont.WeightBold
	return t
}

// halfCapital is the distance from the middle of a line's capitals down to its
// base.
const halfCapital = 0.36 * textSize

// write sets one line of text with its base at a point; across moves it left
// by a share of its width.
func write(c draw.Canvas, style draw.TextStyle, at vg.Point, across float64, line string) {
	at.X -= vg.Length(across) * style.Width(line)
	face := font.DefaultCache.Lookup(style.Font, style.Font.Size)
	c.SetColor(style.Color)
	c.FillString(face, at, line)
}

// wrap breaks text into lines no wider than width, at most so many; what does
// not fit ends in an ellipsis.
func wrap(style draw.TextStyle, s string, width vg.Length, most int) []string {
	words := strings.Fields(s)
	var lines []string
	for len(words) > 0 {
		n := 1
		for n < len(words) && style.Width(strings.Join(words[:n+1], " ")) <= width {
			n++
		}
		line := strings.Join(words[:n], " ")
		words = words[n:]
		if len(lines)+1 == most && len(words) > 0 {
			line = line + " " + strings.Join(words, " ")
			words = nil
		}
		if style.Width(line) > width {
			letters := []rune(line)
			for len(letters) > 1 && style.Width(strings.TrimRight(string(letters), " ")+"…") > width {
				letters = letters[:len(letters)-1]
			}
			line = strings.TrimRight(string(letters), " ") + "…"
		}
		lines = append(lines, line)
	}
	return lines
}

// widest returns the width of the widest line.
func widest(style draw.TextStyle, lines ...string) vg.Length {
	var w vg.Length
	for _, l := range lines {
		w = max(w, style.Width(l))
	}
	return w
}

// blend returns a colour with an opacity as it looks on white.
func blend(c color.NRGBA, opacity float64) color.NRGBA {
	mix := func(x uint8) uint8 { return uint8(math.Round(255 - opacity*(255-float64(x)))) }
	return color.NRGBA{R: mix(c.R), G: mix(c.G), B: mix(c.B), A: 255}
}
