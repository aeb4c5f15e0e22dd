package org.kagiban.hsm;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * Runs a test class on each kind of HSM: subclasses say on which with {@link OnHsm}, and ask for an
 * {@link HsmKind}. A test that the provider file lists as a gap must fail, and is then reported as
 * skipped with the reason; one that holds although it is listed fails, so that the list stays true.
 */
public final class HsmContract implements ParameterResolver, InvocationInterceptor {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == HsmKind.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return kind(context);
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    run(invocation, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    run(invocation, context);
  }

  private static void run(Invocation<Void> invocation, ExtensionContext context) throws Throwable {
    String why = kind(context).provider().gaps().get(name(context.getRequiredTestMethod()));
    if (why == null) {
      invocation.proceed();
      return;
    }
    try {
      invocation.proceed();
    } catch (AssertionError | RuntimeException e) {
      throw new TestAbortedException(why, e);
    }
    throw new AssertionError("holds, and yet the provider file lists it as a gap: " + why);
  }

  /** As provider files write it: the class that the test stands in, and its name. */
  static String name(Method test) {
    return test.getDeclaringClass().getSimpleName() + "." + test.getName();
  }

  private static HsmKind kind(ExtensionContext context) {
    OnHsm on = context.getRequiredTestClass().getAnnotation(OnHsm.class);
    return on == null ? HsmKind.SOFTHSM : on.value();
  }
}
