package org.kagiban.custody.ceremony;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.kagiban.custody.Sha256;
import org.kagiban.custody.ceremony.TranscriptReader.Claim;
import org.kagiban.custody.ceremony.TranscriptReader.Claims;
import org.kagiban.yaml.ConfigException;

/**
 * Checks a transcript without a server: that the file is the one that was signed, every signature
 * with its certificate, and that enough different people agreed before it began. Who a person is,
 * and what the HSM said of the keys of a ceremony that the server performed, is the server's word;
 * the audit log has it too.
 */
public final class TranscriptCheck {
  private final List<X509Certificate> authorities;
  private final int approvals;
  private final List<String> proved = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private boolean byServer;

  private TranscriptCheck(List<X509Certificate> authorities, int approvals) {
    this.authorities = List.copyOf(authorities);
    this.approvals = approvals;
  }

  /**
   * What was found, a sentence each, for people.
   *
   * @param problems empty where the transcript holds
   */
  public record Result(List<String> proved, List<String> problems) {
    public boolean good() {
      return problems.isEmpty();
    }
  }

  /**
   * @param name for messages
   * @param transcript at most 1 MiB
   * @param authorities that issue custodians' certificates, each directly
   * @param approvals how many there must be at least besides the proposer, whatever the transcript
   *     says it took; 1 or more
   * @throws ConfigException where it is not a transcript at all
   */
  public static Result check(
      String name, byte[] transcript, List<X509Certificate> authorities, int approvals)
      throws ConfigException {
    TranscriptCheck check = new TranscriptCheck(authorities, Math.max(1, approvals));
    check.all(TranscriptReader.read(name, transcript));
    return new Result(List.copyOf(check.proved), List.copyOf(check.problems));
  }

  private void all(Claims claims) {
    file(claims);
    Set<Statement> seen = new HashSet<>();
    for (Claim claim : claims.acts()) {
      act(claims, claim);
      if (!seen.add(claim.signed().statement())) {
        problems.add(name(claim) + " stands there twice");
      }
    }
    if (claims.acts().get(0).signed().statement().act() != Act.PROPOSE) {
      problems.add("the first act is not a proposal");
      return;
    }
    quorum(claims);
    ending(claims);
  }

  private void file(Claims claims) {
    if (!Sha256.hex(claims.file()).equals(claims.fileHash())) {
      problems.add("the file's SHA-256 is not the one that the transcript names");
    }
    try {
      CeremonyPlan plan = CeremonyFile.parse("file", claims.file());
      byServer = plan.byServer();
      if (plan.kind().equals(claims.kind()) && plan.partition().equals(claims.partition())) {
        proved.add(claims.kind() + ": " + Summary.of(plan));
      } else {
        problems.add("kind or partition are not those of the file");
      }
    } catch (ConfigException e) {
      problems.add("the file is not a ceremony's: " + e.getMessage());
    }
  }

  private void act(Claims claims, Claim claim) {
    Signed signed = claim.signed();
    int before = problems.size();
    if (!Arrays.equals(signed.statement().about(), expected(claims, signed))) {
      problems.add(name(claim) + " was signed about another text than this transcript holds");
    }
    if (!claim.certificateHash().equals(Sha256.hex(signed.certificate()))
        || !claim.event().equals(CeremonyEvents.idOf(signed).toString())) {
      problems.add(name(claim) + " has a certificate or an event that is not its own");
    }
    X509Certificate certificate = People.certificate(signed.certificate());
    try {
      if (!Statements.verify(certificate, signed.statement(), signed.signature())) {
        problems.add(name(claim) + " has a signature that is not by its certificate's key");
      }
    } catch (InvalidKeyException e) {
      problems.add(name(claim) + " is by a key that is neither EC, RSA nor Ed25519");
    }
    if (!isIssued(certificate, signed)) {
      problems.add(name(claim) + " is by a certificate that no given authority issued for then");
    }
    if (problems.size() == before) {
      proved.add(name(claim) + ": signature, certificate and text fit");
    }
  }

  private static byte[] expected(Claims claims, Signed signed) {
    byte[] reported = claims.reported();
    if (signed.statement().act() == Act.FINISH && reported != null) {
      return Sha256.of(reported);
    }
    return Sha256.of(claims.file());
  }

  private boolean isIssued(X509Certificate certificate, Signed signed) {
    Date then = Date.from(signed.statement().at());
    for (X509Certificate authority : authorities) {
      try {
        certificate.verify(authority.getPublicKey());
        certificate.checkValidity(then);
        authority.checkValidity(then);
        if (authority.getBasicConstraints() >= 0
            && certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
          return true;
        }
      } catch (GeneralSecurityException e) {
        // Not by this one; perhaps by the next.
      }
    }
    return false;
  }

  /** Enough approvals by different people counted when it began. */
  private void quorum(Claims claims) {
    List<Signed> before = new ArrayList<>();
    for (Claim claim : claims.acts()) {
      Signed signed = claim.signed();
      if (signed.statement().act() == Act.RUN) {
        int needed = Math.max(approvals, claims.approvalsNeeded());
        int counting = Approvals.counting(before, signed.statement().at()).size();
        String found = counting + " approvals by others than the proposer; it takes " + needed;
        (counting < needed ? problems : proved).add("when it began there were " + found);
        return;
      }
      before.add(signed);
    }
    if (!claims.status().equals("PROPOSED") && !claims.status().equals("CANCELLED")) {
      problems.add("it is " + claims.status() + ", and nobody signed for its beginning");
    }
  }

  /** How it ended is signed too, except where the server did it. */
  private void ending(Claims claims) {
    Act last = claims.acts().get(claims.acts().size() - 1).signed().statement().act();
    boolean fits =
        switch (claims.status()) {
          case "PROPOSED" -> last == Act.PROPOSE || last == Act.APPROVE || last == Act.WITHDRAW;
          case "CANCELLED" -> last == Act.CANCEL;
          case "RUNNING" -> last == Act.RUN;
          case "EXECUTED" -> last == (byServer ? Act.RUN : Act.FINISH);
          case "ABORTED" -> last == Act.ABORT;
          default -> false;
        };
    if (!fits) {
      problems.add("it is " + claims.status() + ", and the last act is " + last);
    }
  }

  private static String name(Claim claim) {
    Signed signed = claim.signed();
    return signed.statement().act() + " by " + signed.person() + " at " + signed.statement().at();
  }
}
