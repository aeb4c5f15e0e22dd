package org.kagiban.audit.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Where a witness or a served log is: {@code https://host[:port][/prefix]}, or {@code http} on this
 * machine, where nobody is in between.
 *
 * @param uri without user, query, fragment and a slash at its end
 */
public record BaseUrl(URI uri) {
  // Only what needs no name server to be an address.
  private static final Pattern ADDRESS = Pattern.compile("127(\\.[0-9]{1,3}){3}|\\[[0-9a-fA-F:]+]");

  /**
   * @throws IllegalArgumentException with a sentence for whoever wrote it
   */
  public static BaseUrl parse(String url) {
    try {
      return new BaseUrl(new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not an address: " + url, e);
    }
  }

  public BaseUrl {
    if (uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null
        || uri.getRawPath().endsWith("/")) {
      throw new IllegalArgumentException("not of the form https://host[:port][/prefix]: " + uri);
    }
    boolean plain = uri.getScheme().equals("http") && isLoopback(uri.getHost());
    if (!plain && !uri.getScheme().equals("https")) {
      throw new IllegalArgumentException("neither https, nor http on this machine: " + uri);
    }
  }

  /**
   * @param path begins with a slash
   */
  URI at(String path) {
    return URI.create(uri + path);
  }

  private static boolean isLoopback(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    try {
      return ADDRESS.matcher(host).matches() && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
