package plots

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/png"
	"math"
	"strconv"
	"strings"

	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// drawing is a canvas that writes SVG. In a file of its own the letters are
// outlines, each drawn once and then referred to, so that the picture looks the
// same wherever it is opened. In a page they stay text, to be searched and
// copied, held to the widths they were laid out with; and the colours that
// are no data follow the page's own, in the dark and on paper.
type drawing struct {
	height vg.Length
	live   bool // part of a page
	body   strings.Builder
	glyphs strings.Builder
	known  map[letter]string // names of the outlines so far
	faces  map[font.Font]int

	colour color.NRGBA
	width  vg.Length
	dashes []vg.Length
	offset vg.Length
}

// letter is one glyph of one font at one size.
type letter struct {
	face  int
	glyph sfnt.GlyphIndex
}

func newDrawing(height vg.Length, live bool) *drawing {
	return &drawing{height: height, live: live, known: map[letter]string{}, faces: map[font.Font]int{}, width: 1}
}

// themed names the colours that a page gives its own values.
var themed = map[color.NRGBA]string{
	ink: "ink", soft: "soft", axis: "axis", grid: "grid", pale: "pale", white: "paper", black: "black", blue: "blue",
}

// paint writes a colour as attributes for "fill" or "stroke".
func (d *drawing) paint(what string) string {
	opaque := d.colour
	opaque.A = 255
	text := ""
	if name := themed[opaque]; d.live && name != "" {
		text = fmt.Sprintf(` class="%c-%s"`, what[0], name)
	} else {
		text = fmt.Sprintf(` %s="#%02x%02x%02x"`, what, opaque.R, opaque.G, opaque.B)
	}
	if d.colour.A < 255 {
		text += fmt.Sprintf(` %s-opacity="%s"`, what, short(float64(d.colour.A)/255))
	}
	return text
}

// short writes a number in hundredths.
func short(x float64) string {
	text := strconv.FormatFloat(x, 'f', 2, 64)
	text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	if text == "-0" {
		return "0"
	}
	return text
}

func (d *drawing) point(at vg.Point) string {
	return short(float64(at.X)) + " " + short(float64(d.height-at.Y))
}

// path writes the steps of a path.
func (d *drawing) path(p vg.Path) string {
	var b strings.Builder
	for _, step := range p {
		switch step.Type {
		case vg.MoveComp:
			b.WriteString("M" + d.point(step.Pos))
		case vg.LineComp:
			b.WriteString("L" + d.point(step.Pos))
		case vg.ArcComp:
			d.arc(&b, step)
		case vg.CurveComp:
			b.WriteString([]string{"Q", "C"}[len(step.Control)-1])
			for _, at := range step.Control {
				b.WriteString(d.point(at) + " ")
			}
			b.WriteString(d.point(step.Pos))
		case vg.CloseComp:
			b.WriteString("Z")
		}
	}
	return b.String()
}

// arc writes an arc in parts of half a circle at most, of which SVG needs to
// know no more than the ends.
func (d *drawing) arc(b *strings.Builder, step vg.PathComp) {
	at := func(angle float64) vg.Point {
		sin, cos := math.Sincos(angle)
		return vg.Point{X: step.Pos.X + step.Radius*vg.Length(cos), Y: step.Pos.Y + step.Radius*vg.Length(sin)}
	}
	verb := "L"
	if b.Len() == 0 {
		verb = "M"
	}
	b.WriteString(verb + d.point(at(step.Start)))
	n := int(math.Ceil(math.Abs(step.Angle)/math.Pi - 1e-9))
	sweep := 0 // the page's y goes up, that of SVG down
	if step.Angle < 0 {
		sweep = 1
	}
	r := short(float64(step.Radius))
	for i := range n {
		end := at(step.Start + step.Angle*float64(i+1)/float64(n))
		fmt.Fprintf(b, "A%s %s 0 0 %d %s", r, r, sweep, d.point(end))
	}
}

// SetLineWidth implements vg.Canvas.
func (d *drawing) SetLineWidth(w vg.Length) { d.width = w }

// SetLineDash implements vg.Canvas.
func (d *drawing) SetLineDash(pattern []vg.Length, offset vg.Length) {
	d.dashes, d.offset = pattern, offset
}

// SetColor implements vg.Canvas.
func (d *drawing) SetColor(c color.Color) {
	d.colour = color.NRGBA{A: 255}
	if c != nil {
		d.colour = color.NRGBAModel.Convert(c).(color.NRGBA)
	}
}

// Rotate implements vg.Canvas; pictures turn nothing.
func (d *drawing) Rotate(float64) { panic("plots: a picture is turned") }

// Translate implements vg.Canvas; pictures know where they are.
func (d *drawing) Translate(vg.Point) { panic("plots: a picture is moved") }

// Scale implements vg.Canvas; the size of a picture is that of its view box.
func (d *drawing) Scale(float64, float64) { panic("plots: a picture is scaled") }

// Push implements vg.Canvas: there is nothing to keep, since nothing is turned.
func (d *drawing) Push() {}

// Pop implements vg.Canvas.
func (d *drawing) Pop() {}

// Stroke implements vg.Canvas.
func (d *drawing) Stroke(p vg.Path) {
	if d.width <= 0 || d.colour.A == 0 {
		return
	}
	dashes := ""
	if len(d.dashes) > 0 {
		var all []string
		for _, l := range d.dashes {
			all = append(all, short(float64(l)))
		}
		dashes = fmt.Sprintf(` stroke-dasharray="%s"`, strings.Join(all, " "))
		if d.offset != 0 {
			dashes += fmt.Sprintf(` stroke-dashoffset="%s"`, short(float64(d.offset)))
		}
	}
	fmt.Fprintf(&d.body, `<path d="%s" fill="none"%s stroke-width="%s"%s/>`+"\n", d.path(p), d.paint("stroke"), short(float64(d.width)), dashes)
}

// Fill implements vg.Canvas.
func (d *drawing) Fill(p vg.Path) {
	if d.colour.A > 0 {
		fmt.Fprintf(&d.body, `<path d="%s"%s/>`+"\n", d.path(p), d.paint("fill"))
	}
}

// FillString implements vg.Canvas.
func (d *drawing) FillString(face font.Face, at vg.Point, text string) {
	if d.live {
		weight := ""
		if face.Font.Weight == xfont.WeightBold {
			weight = ` font-weight="700"`
		}
		fmt.Fprintf(&d.body, `<text x="%s" y="%s"%s%s font-size="%s" textLength="%s" lengthAdjust="spacingAndGlyphs">%s</text>`+"\n",
			short(float64(at.X)), short(float64(d.height-at.Y)), d.paint("fill"), weight, short(float64(face.Font.Size)), short(float64(face.Width(text))), html.EscapeString(text))
		return
	}
	number, ok := d.faces[face.Font]
	if !ok {
		number = len(d.faces)
		d.faces[face.Font] = number
	}
	fmt.Fprintf(&d.body, `<g transform="translate(%s)"%s>`, d.point(at), d.paint("fill"))
	letters(face, text, func(glyph sfnt.GlyphIndex, x vg.Length, outline func(vg.Point) vg.Path) {
		l := letter{number, glyph}
		name, ok := d.known[l]
		if !ok {
			name = string(rune('a'+number%26)) + strconv.Itoa(int(glyph))
			d.known[l] = name
			// On a drawing without a height, up is less than 0.
			line := (&drawing{}).path(outline(vg.Point{}))
			if line == "" {
				d.known[l], name = "", "" // a space
			} else {
				fmt.Fprintf(&d.glyphs, `<path id="%s" d="%s"/>`+"\n", name, line)
			}
		}
		switch {
		case name == "":
		case x == 0:
			fmt.Fprintf(&d.body, `<use xlink:href="#%s"/>`, name)
		default:
			fmt.Fprintf(&d.body, `<use xlink:href="#%s" x="%s"/>`, name, short(float64(x)))
		}
	})
	d.body.WriteString("</g>\n")
}

// DrawImage implements vg.Canvas.
func (d *drawing) DrawImage(at vg.Rectangle, img image.Image) {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err) // into memory
	}
	fmt.Fprintf(&d.body, `<image x="%s" y="%s" width="%s" height="%s" preserveAspectRatio="none" xlink:href="data:image/png;base64,%s"/>`+"\n",
		short(float64(at.Min.X)), short(float64(d.height-at.Max.Y)), short(float64(at.Max.X-at.Min.X)), short(float64(at.Max.Y-at.Min.Y)), base64.StdEncoding.EncodeToString(b.Bytes()))
}

// letters goes over the glyphs of a line of text: each with its distance from
// the first, and its outline wherever its base is put.
func letters(face font.Face, text string, each func(glyph sfnt.GlyphIndex, x vg.Length, outline func(vg.Point) vg.Path)) {
	var buffer sfnt.Buffer
	units := fixed.Int26_6(face.Face.UnitsPerEm()) // coordinates are then in units of the font
	scale := face.Font.Size / vg.Length(units)
	var x vg.Length
	var before sfnt.GlyphIndex
	for i, r := range text {
		glyph, err := face.Face.GlyphIndex(&buffer, r)
		if err != nil {
			panic(err) // the fonts are our own and whole
		}
		if i > 0 {
			if kern, err := face.Face.Kern(&buffer, before, glyph, units, 0); err == nil {
				x += scale * vg.Length(kern)
			}
		}
		each(glyph, x, func(at vg.Point) vg.Path {
			segments, err := face.Face.LoadGlyph(&buffer, glyph, units, nil)
			if err != nil {
				panic(err)
			}
			return outlined(segments, at, scale)
		})
		advance, err := face.Face.GlyphAdvance(&buffer, glyph, units, 0)
		if err != nil {
			panic(err)
		}
		x += scale * vg.Length(advance)
		before = glyph
	}
}

// outlined is a glyph as a path, its base at a point.
func outlined(segments sfnt.Segments, at vg.Point, scale vg.Length) vg.Path {
	point := func(x fixed.Point26_6) vg.Point {
		return vg.Point{X: at.X + scale*vg.Length(x.X), Y: at.Y - scale*vg.Length(x.Y)}
	}
	var path vg.Path
	for k, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if k > 0 {
				path.Close()
			}
			path.Move(point(s.Args[0]))
		case sfnt.SegmentOpLineTo:
			path.Line(point(s.Args[0]))
		case sfnt.SegmentOpQuadTo:
			path.QuadTo(point(s.Args[0]), point(s.Args[1]))
		case sfnt.SegmentOpCubeTo:
			path.CubeTo(point(s.Args[0]), point(s.Args[1]), point(s.Args[2]))
		}
	}
	if len(path) > 0 {
		path.Close()
	}
	return path
}

// Sample returns the line of the strategy at a place among all, as an SVG
// element for a table of the page that the pictures stand in.
func Sample(place int) string {
	d := newDrawing(8, true)
	s := strategy{place: place}
	line := s.line()
	d.SetColor(line.Color)
	d.SetLineWidth(3)
	d.SetLineDash(line.Dashes, 0)
	var p vg.Path
	p.Move(vg.Point{X: 0, Y: 4})
	p.Line(vg.Point{X: 24, Y: 4})
	d.Stroke(p)
	return `<svg class="sample" viewBox="0 0 24 8" aria-hidden="true">` + d.body.String() + `</svg>`
}
