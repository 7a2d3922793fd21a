package network

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"grapevine/chance"
)

// ties lists the ties of a graph as text.
func tiesOf(g *Graph) string {
	var all []string
	g.Ties(func(i, j int32, weight float32) bool {
		one := fmt.Sprintf("%d-%d", i, j)
		if g.Weighted() {
			one += fmt.Sprintf("(%g)", weight)
		}
		all = append(all, one)
		return true
	})
	return strings.Join(all, " ")
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		about, text string
		options     ReadOptions
		order       int
		ties        string
		says        string // part of what is told
	}{
		{"blanks", "0 1\n1 2\n", ReadOptions{}, 3, "0-1 1-2", "Customers keep the numbers"},
		{"tabs, Windows, a mark, no last line break", "\xef\xbb\xbf0\t1\r\n1\t2", ReadOptions{}, 3, "0-1 1-2", ""},
		{"a comma and blanks", "ann, bob\nbob, cid\n", ReadOptions{}, 3, "0-1 1-2", `0 is "ann"`},
		{"semicolon and quotes", "\"ann; b\";\"bob \"\"x\"\"\"\n", ReadOptions{}, 2, "0-1", `0 is "ann; b"`},
		{"comments of three sorts", "# a\n% b\n// c\n\n0 1\n", ReadOptions{}, 2, "0-1", ""},
		{"known words are a header", "Source,Target\nann,bob\n", ReadOptions{}, 2, "0-1", "Line 1"},
		{"words above numbers are a header", "who,whom\n0,1\n", ReadOptions{}, 2, "0-1", "Line 1"},
		{"names are none", "ann bob\nbob cid\n", ReadOptions{}, 3, "0-1 1-2", ""},
		{"one line of names", "ann bob\n", ReadOptions{}, 2, "0-1", ""},
		{"integers with gaps are numbered as they appear", "7 3\n3 12\n", ReadOptions{}, 3, "0-1 1-2", `0 is "7"`},
		{"integers that give way to names", "1 0\n0 ann\n", ReadOptions{}, 3, "0-1 1-2", `0 is "1"`},
		{"zeros before a number make another name", "0 00\n", ReadOptions{}, 2, "0-1", ""},
		{"integers too long for us are names", "99999999999 0\n", ReadOptions{}, 2, "0-1", ""},
		{"copies and self ties", "0 1\n1 0\n0 1\n1 1\n", ReadOptions{}, 2, "0-1", "2 further copies"},
		{"directed", "1 0\n0 1\n1 2\n", ReadOptions{Directed: true}, 3, "0-1 1-0 1-2", "directed"},
		{"a third column is left alone", "0 1 0.5\n", ReadOptions{}, 2, "0-1", "not read"},
		{"or read", "0 1 0.5\n1 2 2e-1\n", ReadOptions{Weighted: true}, 3, "0-1(0.5) 1-2(0.2)", "strength"},
		{"the first strength holds", "1 0 3\n0 1 9\n", ReadOptions{Weighted: true}, 2, "0-1(3)", ""},
		{"our own list keeps those without ties", "# grapevine: customers = 4, directed = true\n2 0\n", ReadOptions{}, 4, "2-0", "as the file says"},
		{"GraphML", `<?xml version="1.0"?><graphml><key id="d0" for="edge" attr.name="weight" attr.type="double"><default>2</default></key>
			<graph edgedefault="undirected"><node id="a"/><node id="b"><data key="x">1</data></node><node id="c"/>
			<edge source="a" target="b"><data key="d0"> 0.5 </data></edge><edge source="b" target="c"/></graph></graphml>`,
			ReadOptions{Weighted: true}, 3, "0-1(0.5) 1-2(2)", "f: GraphML, 3 customers, 2 ties."},
		{"GraphML with a tie before its node, and ids out of order", `<graphml><graph edgedefault="directed"><edge source="1" target="0"/><node id="0"/><node id="1"/></graph></graphml>`,
			ReadOptions{}, 2, "1-0", "as the file says"},
		{"GraphML of both sorts", `<graphml><graph edgedefault="undirected"><node id="0"/><node id="1"/><node id="2"/><edge source="0" target="1"/><edge directed="true" source="1" target="2"/></graph></graphml>`,
			ReadOptions{}, 3, "0-1 1-0 1-2", "each undirected one became two"},
		{"GraphML with the other words for true and false", `<graphml><graph edgedefault="directed"><node id="0"/><node id="1"/><node id="2"/><edge directed="0" source="0" target="1"/><edge directed="1" source="1" target="2"/></graph></graphml>`,
			ReadOptions{}, 3, "0-1 1-0 1-2", "each undirected one became two"},
		{"GEXF", `<gexf xmlns="http://gexf.net/1.3" version="1.3"><graph><nodes><node id="x" label="X"/><node id="y"/></nodes><edges count="1"><edge id="0" source="x" target="y" weight="3"/></edges></graph></gexf>`,
			ReadOptions{}, 2, "0-1", "not read"},
		{"GEXF with mutual ties", `<gexf><graph defaultedgetype="directed"><nodes><node id="x"/><node id="y"/></nodes><edges><edge source="x" target="y" type="mutual"/></edges></graph></gexf>`,
			ReadOptions{}, 2, "0-1 1-0", ""},
		{"Pajek", "% by hand\n*Network club\n*Vertices 3\n1 \"Ann Lee\" 0.1 0.2\n2 Bob\n3 Cid\n*Edges\n1 2 2.5\n3 2 1\n", ReadOptions{Weighted: true}, 3, "0-1(2.5) 1-2(1)", `0 is "Ann Lee"`},
		{"Pajek's lists", "*vertices 4\n*arcslist\n1 2 3\n4 1\n", ReadOptions{}, 4, "0-1 0-2 3-0", `0 is "1"`},
	} {
		g, m, err := Read(strings.NewReader(c.text), "f", c.options)
		if err != nil {
			t.Errorf("%s: %v", c.about, err)
			continue
		}
		if g.Order() != c.order || tiesOf(g) != c.ties {
			t.Errorf("%s: %d customers, ties %s; want %d, %s", c.about, g.Order(), tiesOf(g), c.order, c.ties)
		}
		if !strings.Contains(m.String(), c.says) {
			t.Errorf("%s: told %q, want %q in it", c.about, m, c.says)
		}
	}
}

func TestReadFaults(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "no customers"},
		{"# only\n", "no customers"},
		{"0 1\n2\n", "f:2: \"2\": want two ids"},
		{"0 1\n1 2 3\n", "f:2: \"1 2 3\": 3 columns, where line 1 has 2"},
		{"a,\n", "f:1"},
		{"\"a b\n", "f:1: \"\\\"a b\": want a closing quote"},
		{"\"\",\"from\",\"to\"\n", "f:1"},
		{"a\x00 b\n", "f:1: a zero byte"},
		{"\xff\xfea\x00", "UTF-16"},
		{"PK\x03\x04....", "zip"},
		{"\x1f\x8bnonsense", "gzip"},
		{"0 1\n" + strings.Repeat("x", longestLine+5), "f:2: a line of more than"},
		{"# grapevine: customers = 2000000000\n0 1\n", "want at most"},
		{"# grapevine: customers = 2\n0 2\n", "want 0 … 1"},
		{"# grapevine: customers = 2\nann bob\nbob cid\n", "3 ids in a file of 2"},
		{"*Vertices 2000000000\n*Edges\n1 2\n", "want at most"},
		{"*Vertices 2\n*Edges\n1 3\n", "f:3: vertex \"3\": want 1 … 2"},
		{"*Vertices 5 2\n", "two sorts"},
		{"*Matrix\n", "f:1: \"*Matrix\": want *Vertices"},
		{"%%MatrixMarket matrix\n1 1 1\n", "Matrix Market"},
		{"<html/>", "f:1: an XML file of <html>"},
		{"<graphml>\n<graph edgedefault=\"x\">", "f:2: edgedefault"},
		{"<graphml><graph edgedefault=\"directed\"><node id=\"a\"/>\n<edge source=\"a\" target=\"b\"/></graph></graphml>", "f:2: a tie of \"b\", who is no node"},
		{"<graphml><graph edgedefault=\"directed\"><node id=\"a\"/><node id=\"a\"/>", "second node"},
		{"<graphml><graph edgedefault=\"directed\"><node id=\"a\"/>\n<edge source=\"a\" target=\"a\" directed=\"yes\"/>", "f:2: directed = \"yes\": want true or false"},
		{"<gexf><graph><nodes>", "f:1: unexpected EOF"},
		{"<gexf a=\"" + strings.Repeat("x", 3*longestLine), "an element of more than"},
		{strings.Repeat("<gexf>", 100), "deep"},
	} {
		_, _, err := Read(strings.NewReader(c.text), "f", ReadOptions{})
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "want ") {
			t.Errorf("%.40q: error %v, want %q and what is wanted", c.text, err, c.want)
		}
	}
	for _, text := range []string{"0 1\n", "0 1 0\n", "0 1 -1\n", "0 1 x\n", "0 1 NaN\n", "0 1 1e99\n", "0 1 1e-99\n"} {
		if _, _, err := Read(strings.NewReader(text), "f", ReadOptions{Weighted: true}); err == nil {
			t.Errorf("%q read as weighted ties without an error", text)
		}
	}
}

// A small file that unpacks to a large one is refused before it is large.
func TestBombs(t *testing.T) {
	var small, smaller bytes.Buffer
	z := gzip.NewWriter(&small)
	s, _ := zstd.NewWriter(&smaller)
	line := []byte("#" + strings.Repeat(" ", 1<<16) + "\n")
	for range 1400 {
		_, _ = z.Write(line)
		_, _ = s.Write(line)
	}
	z.Close()
	s.Close()
	for _, bomb := range []*bytes.Buffer{&small, &smaller} {
		if _, _, err := Read(bomb, "f", ReadOptions{}); err == nil || !strings.Contains(err.Error(), "unpack to more than") {
			t.Errorf("a bomb of %d bytes: %v", bomb.Len(), err)
		}
	}
}

// What a name does not stand for is refused, the same each time.
func TestFormatOfFaults(t *testing.T) {
	for _, path := range []string{"x", "x.gz", "x.doc", "x.txt.zst.gz", "x.txt.gz.zst"} {
		if f, err := FormatOf(path); err == nil || !strings.Contains(err.Error(), "want .txt") {
			t.Errorf("%s: format %+v, error %v", path, f.Name, err)
		}
	}
}

// What is written in any format comes back the same.
func TestWriteAndReadAgain(t *testing.T) {
	ba, _ := (&BarabasiAlbert{Attach: 2}).Generate(200, chance.Of(1, 0), 1)
	alone, _ := FromTies(5, []Tie{{1, 2}}, false)
	directed, _ := FromTies(5, []Tie{{1, 2}, {2, 1}, {3, 0}}, true)
	weighted, _ := FromWeightedTies(4, []Tie{{1, 2}, {3, 0}}, []float32{0.1, 2e9}, false)
	for about, g := range map[string]*Graph{"Barabási–Albert": ba, "alone": alone, "directed": directed, "weighted": weighted} {
		for _, ending := range []string{".txt", ".tsv", ".csv", ".graphml", ".gexf", ".net", ".csv.gz", ".graphml.zst"} {
			f, err := FormatOf("x" + ending)
			if err != nil {
				t.Fatal(err)
			}
			var text bytes.Buffer
			if err := Write(&text, g, nil, f); err != nil {
				t.Fatal(err)
			}
			again, m, err := Read(&text, "f", ReadOptions{Weighted: g.Weighted()})
			if err != nil {
				t.Errorf("%s as %s: %v", about, ending, err)
				continue
			}
			if !same(g, again) || g.directed != again.directed || m.Names != nil || !m.Told || m.Format != f.Name {
				t.Errorf("%s as %s came back as %s\n%s", about, ending, tiesOf(again), m)
			}
		}
	}
}

// Names with all that separates, quotes and escapes come back in every format.
func TestNamesComeBack(t *testing.T) {
	names := []string{"from", "to", "a,b;c", `quote"d`, "# no comment", "<&>", "42", "*", "ünï çödé"}
	g, _ := FromTies(len(names), []Tie{{0, 1}, {2, 3}, {4, 5}, {5, 7}, {7, 8}}, true)
	for _, ending := range []string{".txt", ".tsv", ".csv", ".graphml", ".gexf", ".net"} {
		f, _ := FormatOf("x" + ending)
		var text bytes.Buffer
		if err := Write(&text, g, names, f); err != nil {
			t.Fatal(err)
		}
		again, m, err := Read(&text, "f", ReadOptions{})
		if err != nil {
			t.Errorf("%s: %v", ending, err)
			continue
		}
		if got, want := byName(again, m.Names), byName(g, names); !slices.Equal(got, want) {
			t.Errorf("%s: ties %q, want %q", ending, got, want)
		}
		slices.Sort(m.Names)
		if want := slices.Sorted(slices.Values(names)); !slices.Equal(m.Names, want) {
			t.Errorf("%s: names %q, want %q", ending, m.Names, want)
		}
	}
}

// byName lists the ties of a graph by the names of their ends, those of an
// undirected one in the order of the alphabet.
func byName(g *Graph, names []string) (all []string) {
	g.Ties(func(i, j int32, _ float32) bool {
		if !g.directed && names[j] < names[i] {
			i, j = j, i
		}
		all = append(all, names[i]+" → "+names[j])
		return true
	})
	slices.Sort(all)
	return all
}

// A file of names in which few lines are our own is no way in for memory, and
// whatever can be read can be written and read again.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"0 1\n1 2\n", "a,b,0.5\nb,c,1\n", "# grapevine: customers = 3, directed = true, weighted = false, names = true\n# alone: \"x\"\na b\n",
		"\"a b\"\t\"c\"\n", "*Vertices 2\n1 \"a\"\n2 \"b\"\n*Edges\n1 2 3\n", "<graphml><graph edgedefault=\"directed\"><node id=\"a\"/><edge source=\"a\" target=\"a\"/></graph></graphml>",
		"\xef\xbb\xbf0 1\r\n1 0\r\n1 1\r\n", "0 1\r1 2\r", "a;b;0,5\n", "1000000000000 999999999999\n", "# grapevine: customers = 1000000000000\n0 1\n", "*Vertices 99\n1 \"a\"\n*Edgeslist\n1 2 3\n*Arcs\n1 1 2\n",
		"<graphml><key id=\"w\" for=\"edge\" attr.name=\"weight\"><default>2</default></key><graph edgedefault=\"undirected\"><node id=\"a\"/><node id=\"b\"/><edge source=\"a\" target=\"b\"><data key=\"w\">0,5</data></edge></graph></graphml>",
		"<!DOCTYPE a [<!ENTITY b \"c\">]><gexf><graph defaultedgetype=\"mutual\"><nodes><node id=\"&b;\"/></nodes></graph></gexf>",
		"<gexf><graph><nodes><node id=\"0\"/><node id=\"1\"/></nodes><edges><edge source=\"0\" target=\"1\"/></edges></graph></gexf>", "%\n*Vertices 3\n*Arcslist\n1 2 3\n", "\x1f\x8b\x08\x00",
	} {
		f.Add([]byte(seed), false, false)
		f.Add([]byte(seed), true, true)
	}
	f.Fuzz(func(t *testing.T, text []byte, directed, weighted bool) {
		g, m, err := Read(bytes.NewReader(text), "f", ReadOptions{Directed: directed, Weighted: weighted})
		if err != nil {
			if !strings.HasPrefix(err.Error(), "f:") || !strings.Contains(err.Error(), "want") {
				t.Fatalf("error %q: want a place and what is wanted", err)
			}
			return
		}
		if g.Order() > 10_000 {
			return // takes long, and shows nothing more
		}
		format, _ := FormatOf("x.tsv")
		var written bytes.Buffer
		if err := Write(&written, g, m.Names, format); err != nil {
			t.Fatal(err)
		}
		again, n, err := Read(bytes.NewReader(written.Bytes()), "f", ReadOptions{})
		if err != nil {
			t.Fatalf("%v in %q", err, written.Bytes())
		}
		if m.Names == nil {
			if !same(g, again) || g.directed != again.directed {
				t.Fatalf("%q was written as %q", text, written.Bytes())
			}
		} else if again.Order() != g.Order() || !slices.Equal(byName(g, m.Names), byName(again, n.Names)) {
			t.Fatalf("%q was written as %q", text, written.Bytes())
		}
	})
}

// However a text is packed, it is read as if it were not; and if the packed
// file is cut short or a byte of it is another one, it is refused in words or
// read, but not to the end of memory.
func FuzzPacked(f *testing.F) {
	for _, seed := range []string{"0 1\n1 2\n", "a,b\nb,c\n", "*Vertices 2\n*Edges\n1 2\n", "<gexf><graph><nodes><node id=\"0\"/></nodes></graph></gexf>", strings.Repeat("0 1\n", 5000)} {
		f.Add([]byte(seed), false, uint16(5), byte(0))
		f.Add([]byte(seed), true, uint16(9), byte(1))
		f.Add([]byte(seed), true, uint16(0xffff), byte(0))
	}
	f.Fuzz(func(t *testing.T, text []byte, modern bool, at uint16, flip byte) {
		var packed bytes.Buffer
		if modern {
			z, _ := zstd.NewWriter(&packed, zstd.WithEncoderConcurrency(1))
			_, _ = z.Write(text)
			z.Close()
		} else {
			z := gzip.NewWriter(&packed)
			_, _ = z.Write(text)
			z.Close()
		}
		g, m, err := Read(bytes.NewReader(text), "f", ReadOptions{})
		h, n, also := Read(bytes.NewReader(packed.Bytes()), "f", ReadOptions{})
		switch {
		case bytes.HasPrefix(text, []byte("\x1f\x8b")) || bytes.HasPrefix(text, []byte("\x28\xb5\x2f\xfd")):
			// packed twice: refused as what it then is
		case (err == nil) != (also == nil), err != nil && err.Error() != also.Error() && !strings.Contains(err.Error(), "the file is "):
			t.Fatalf("plain %v, packed %v", err, also)
		case err == nil && (!same(g, h) || m.String() != n.String()):
			t.Fatalf("plain %v, packed %v", m, n)
		}
		broken := packed.Bytes()
		if k := int(at); k < len(broken) {
			if flip == 0 {
				broken = broken[:k]
			} else {
				broken[k] ^= flip
			}
		}
		if _, _, err := Read(bytes.NewReader(broken), "f", ReadOptions{}); err != nil && (!strings.HasPrefix(err.Error(), "f:") || !strings.Contains(err.Error(), "want")) {
			t.Fatalf("error %q: want a place and what is wanted", err)
		}
	})
}

// What does not end where a line, a field or an element should is refused after
// a few MiB, long before the end of the file.
func TestReadsNoMoreThanALine(t *testing.T) {
	for about, e := range map[string]struct{ head, more string }{
		"line":             {"0 1\n", "x"},
		"id in quotes":     {"\"", "x y "},
		"comment":          {"#", "x"},
		"blanks":           {"0 1\n", " "},
		"list of Pajek's":  {"*Vertices 9\n*Arcslist\n1", " 2"},
		"attribute":        {"<gexf a=\"", "x"},
		"text of a weight": {"<graphml><key id=\"w\" for=\"edge\" attr.name=\"weight\"/><graph edgedefault=\"directed\"><edge source=\"a\" target=\"b\"><data key=\"w\">", "1"},
		"name of a tag":    {"<gexf><", "x"},
		"elements":         {"<gexf>", "<a>"},
		"comment of XML":   {"<gexf><!--", "x"},
	} {
		text := e.head + strings.Repeat(e.more, 12*longestLine/len(e.more))
		from := strings.NewReader(text)
		_, _, err := Read(from, "f", ReadOptions{Weighted: true})
		if err == nil || !strings.Contains(err.Error(), "want ") {
			t.Errorf("%s: %v", about, err)
		}
		if read := len(text) - from.Len(); read > 8*longestLine {
			t.Errorf("%s: refused after %d bytes", about, read)
		}
	}
}
